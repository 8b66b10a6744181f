import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies numbered SQL files to <target>/<set>/: `<part>/migrations/*.sql` is the set named as the part's
 * folder, `<part>/migrations/<set>/*.sql` a set of its own name.
 */
export const copyMigrations = (clone: string, target: string): void => {
  for (const kind of ['packages', 'services'])
    for (const part of readdirSync(join(clone, kind))) {
      const folder = join(clone, kind, part, 'migrations');
      if (!existsSync(folder)) continue;
      copySet(folder, join(target, part));
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        if (entry.isDirectory()) copySet(join(folder, entry.name), join(target, entry.name));
    }
};

const copySet = (from: string, to: string): void => {
  const files = readdirSync(from).filter((name) => name.endsWith('.sql'));
  if (files.length === 0) return;
  mkdirSync(to, { recursive: true });
  for (const file of files)
    cpSync(join(from, file), join(to, file), { errorOnExist: true, force: false });
};
