import { randomInt } from 'node:crypto';
import { readIfThere } from './files.ts';
import { blockSize, firstTenantOffset, type Installation, pathsOf } from './installation.ts';
import type { Place } from './parts.ts';
import { refusal } from './refusal.ts';

/** What a tenant got for good. It stays in the register after the tenant is gone. */
export type Allocation = {
  readonly id: string;
  readonly slug: string;
  readonly uids: { readonly base: number; readonly count: number } | null;
  readonly ended: boolean;
};

export type Register = { readonly version: 1; readonly allocations: readonly Allocation[] };

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `t` and 9 lower-case base32 characters (45 bits): says nothing about the tenant. */
export const newTenantId = (): string =>
  `t${Array.from({ length: 9 }, () => base32[randomInt(base32.length)]).join('')}`;

/** The allocation of a slug, made once: asked again, it is the same one. */
export const allocate = async (
  installation: Installation,
  place: Place,
  slug: string,
): Promise<Allocation> => {
  const register = await readRegister(installation);
  const known = register.allocations.find((allocation) => allocation.slug === slug);
  if (known?.ended) throw refusal(`The slug '${slug}' was used before and is not given again.`);
  if (known) return known;
  const allocation = nextAllocation(register, {
    slug,
    uids: installation.uids,
    newId: newTenantId,
  });
  await writeRegister(installation, place, {
    version: 1,
    allocations: [...register.allocations, allocation],
  });
  return allocation;
};

/** Decides id and uid block for a new slug: nothing that any earlier allocation had. */
export const nextAllocation = (
  register: Register,
  wish: {
    readonly slug: string;
    readonly uids: Installation['uids'];
    readonly newId: () => string;
  },
): Allocation => {
  const ids = new Set(register.allocations.map(({ id }) => id));
  let id = wish.newId();
  while (ids.has(id)) id = wish.newId();
  return { id, slug: wish.slug, uids: nextBlock(register, wish.uids), ended: false };
};

const nextBlock = (register: Register, range: Installation['uids']): Allocation['uids'] => {
  if (!range) return null;
  const bases = register.allocations.flatMap(({ uids }) => (uids ? [uids.base] : []));
  const last = Math.max(range.start + firstTenantOffset - blockSize, ...bases);
  const base = last + blockSize;
  if (base + blockSize > range.start + range.size)
    throw refusal('Every uid block of this installation was given out. Start a second one.');
  return { base, count: blockSize };
};

/** Ends an allocation: what it gave is never given again. */
export const endAllocation = async (
  installation: Installation,
  place: Place,
  id: string,
): Promise<void> => {
  const { allocations } = await readRegister(installation);
  const ended = allocations.map((one) => (one.id === id ? { ...one, ended: true } : one));
  await writeRegister(installation, place, { version: 1, allocations: ended });
};

export const readRegister = async (installation: Installation): Promise<Register> => {
  const text = await readIfThere(pathsOf(installation).allocations);
  return text === null ? { version: 1, allocations: [] } : JSON.parse(text);
};

const writeRegister = (installation: Installation, place: Place, register: Register) =>
  place.file(pathsOf(installation).allocations, `${JSON.stringify(register, null, 2)}\n`, {
    uid: null,
    gid: null,
    mode: 0o600,
  });
