import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from './files.ts';
import { type Installation, pathsOf } from './installation.ts';
import type { Place } from './parts.ts';

/** What an operator task has to know to go on where it was cut off, and the steps that it has behind it. */
export type Journal<Facts> = { readonly facts: Facts; readonly done: readonly string[] };

export type OpenJournal<Facts> = {
  readonly facts: Facts;
  /** Runs a step unless it was done before; the step itself must bear to be run twice. */
  readonly step: (name: string, work: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
};

const fileOf = (installation: Installation, name: string): string =>
  join(pathsOf(installation).journals, `${name}.json`);

/** The facts of a task that was cut off; null when none was. */
export const readJournal = async <Facts>(
  installation: Installation,
  name: string,
): Promise<Facts | null> => {
  const text = await readIfThere(fileOf(installation, name));
  return text === null ? null : (JSON.parse(text) as Journal<Facts>).facts;
};

/** Opens the journal of a task; the facts of one that was cut off hold. */
export const openJournal = async <Facts>(
  around: {
    readonly installation: Installation;
    readonly place: Place;
    readonly announce?: ((name: string) => void | Promise<void>) | undefined;
  },
  name: string,
  facts: Facts,
): Promise<OpenJournal<Facts>> => {
  const file = fileOf(around.installation, name);
  const owner = { uid: null, gid: null, mode: 0o600 };
  const write = (journal: Journal<Facts>) =>
    around.place.file(file, `${JSON.stringify(journal, null, 2)}\n`, owner);
  const text = await readIfThere(file);
  let journal: Journal<Facts> = text === null ? { facts, done: [] } : JSON.parse(text);
  if (text === null) await write(journal);
  return {
    facts: journal.facts,
    step: async (step, work) => {
      if (journal.done.includes(step)) return;
      await work();
      await around.announce?.(step);
      journal = { ...journal, done: [...journal.done, step] };
      await write(journal);
    },
    close: () => rm(file, { force: true }),
  };
};
