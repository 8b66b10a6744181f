import { problem } from '@bulwark/http';
import { SaxesParser } from 'saxes';

export type Attributes = { readonly [name: string]: string };

/** Told of each element and text; names come without their prefix. */
export type Reader = {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Reads one part as XML. No entity of a document's own is ever known. @throws Problem `invalid` for what is not well-formed */
export const readXml = async (content: AsyncIterable<Buffer>, reader: Reader): Promise<void> => {
  const parser = new SaxesParser({ xmlns: false });
  parser.on('doctype', () => notXml('it declares a document type'));
  parser.on('error', (error) => notXml(error.message));
  parser.on('opentag', ({ name, attributes }) => reader.open?.(local(name), attributes));
  parser.on('closetag', ({ name }) => reader.close?.(local(name)));
  parser.on('text', (text) => reader.text?.(text));
  const decoder = new TextDecoder();
  for await (const piece of content) parser.write(decoder.decode(piece, { stream: true }));
  parser.close();
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const notXml = (why: string): never => {
  const message = `This workbook is damaged: ${why}.`;
  throw problem('invalid', message, { fields: [{ path: '/content', message }] });
};
