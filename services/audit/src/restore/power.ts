import type { Entry } from '@bulwark/trail';

/** What people may no longer do, whatever an older state of identity says. */
export type PowerTaken = {
  readonly deactivated: readonly string[];
  readonly profiles: { readonly [person: string]: readonly string[] };
};

/** Sums up entries in their order: power that was taken away and not given back since. */
export const powerTaken = (entries: readonly Entry[]): PowerTaken => {
  const deactivated = new Set<string>();
  const removed = new Map<string, Set<string>>();
  for (const { action, outcome, resource, changes } of entries) {
    if (outcome !== 'success' || resource?.type !== 'person') continue;
    if (action === 'person.deactivate') deactivated.add(resource.id);
    if (action === 'person.reactivate') deactivated.delete(resource.id);
    const change = changes.find(({ path }) => path === '/profiles');
    if (!change) continue;
    const [before, after] = [listOf(change.before), listOf(change.after)];
    const gone = removed.get(resource.id) ?? new Set();
    for (const profile of before) if (!after.includes(profile)) gone.add(profile);
    for (const profile of after) gone.delete(profile);
    removed.set(resource.id, gone);
  }
  const profiles = [...removed].filter(([, gone]) => gone.size > 0);
  return {
    deactivated: [...deactivated],
    profiles: Object.fromEntries(profiles.map(([person, gone]) => [person, [...gone]])),
  };
};

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
