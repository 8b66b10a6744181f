import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const FILES = {
  regular: '400Regular/Inter_400Regular.ttf',
  bold: '600SemiBold/Inter_600SemiBold.ttf',
} as const;

/** A font's file: beside the bundle in a build, in its package otherwise. */
export const fontFile = (name: keyof typeof FILES): string => {
  const [, file = ''] = FILES[name].split('/');
  const beside = join(import.meta.dirname, 'fonts', file);
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${FILES[name]}`);
};
