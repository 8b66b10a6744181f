import type { Sql } from '@bulwark/db';
import { findKnownPerson, type KnownPerson, personMentioned, type Tx } from '@bulwark/events';
import { problem, type Route, route, type Sender } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { findComment, insertComment, listComments, withdrawComment } from './repository.ts';

const MOST = 500;
const LONGEST = 10_000;

const comment = z.strictObject({
  id: z.uuid(),
  author: z.uuid(),
  text: z.string().nullable(),
  mentions: z.array(z.uuid()),
  created: z.string(),
  withdrawn: z.string().nullable(),
});

export type CommentOptions = {
  readonly sql: Sql;
  readonly newId: () => string;
  readonly findRecord: (
    sql: Sql,
    type: RecordType,
    id: string,
  ) => Promise<{ readonly reference: string } | null>;
  /** @throws Problem when the sender's account has ended */
  readonly demandActor: (sql: Sql, sender: Sender) => Promise<string>;
};

/** What people say to each other about a record. Words can be taken back by who said them, never changed. */
export const commentRoutes = (type: RecordType, options: CommentOptions): Route[] => {
  const { sql, newId, findRecord, demandActor } = options;
  const demandRecord = async (by: Sql, id: string): Promise<{ reference: string }> => {
    const record = await findRecord(by, type, id);
    if (record) return record;
    throw problem('not_found', `There is no such ${type.title.toLowerCase()}.`);
  };
  return [
    route({
      method: 'GET',
      path: `/${type.plural}/:id/comments`,
      summary: `What was said about this ${type.title.toLowerCase()}, oldest first`,
      permission: `${type.page}:view`,
      audit: { when: 'visit', page: type.plural },
      params: z.strictObject({ id: z.uuid() }),
      response: z.object({ items: z.array(comment) }),
      read: async ({ params: { id } }) => {
        await demandRecord(sql, id);
        const of = { type: type.name, recordId: id };
        return { body: { items: await listComments(sql, of, MOST) } };
      },
    }),
    route({
      method: 'POST',
      path: `/${type.plural}/:id/comments`,
      summary: 'Say something about it; who is mentioned gets a mail',
      permission: `${type.page}:edit`,
      audit: { when: 'change', action: `${type.name}.comment`, kind: 'create' },
      params: z.strictObject({ id: z.uuid() }),
      body: z.strictObject({
        text: z.string().trim().min(1, 'Say something here.').max(LONGEST),
        mentions: z.array(z.uuid()).max(20).default([]),
      }),
      response: comment,
      handle: async (tx, { params: { id: recordId }, body: { text, mentions }, sender, now }) => {
        const author = await demandActor(tx.sql, sender);
        const { reference } = await demandRecord(tx.sql, recordId);
        const people = await demandPeople(tx.sql, mentions);
        const made = { id: newId(), author, text, mentions, created: now.toISOString() };
        await insertComment(tx.sql, { type: type.name, recordId }, made);
        const by = (await findKnownPerson(tx.sql, author))?.name ?? 'Somebody';
        const path = `/registers/${type.plural}/${recordId}`;
        for (const person of people.filter(({ id }) => id !== author))
          tell(tx, person, { by, reference, path });
        const after = hidden(text, `${type.name}:${recordId}`);
        return {
          status: 201,
          body: { ...made, withdrawn: null },
          about: {
            resource: { type: type.name, id: recordId, rev: null },
            changes: [
              { path: `/comments/${made.id}`, before: null, after },
              { path: '/mentions', before: null, after: [...mentions] },
            ],
          },
        };
      },
    }),
    route({
      method: 'POST',
      path: `/${type.plural}/:id/comments/:comment/withdraw`,
      summary: 'Take back one’s own words; that something was said stays',
      permission: `${type.page}:edit`,
      audit: { when: 'change', action: `${type.name}.comment-withdraw`, kind: 'delete' },
      params: z.strictObject({ id: z.uuid(), comment: z.uuid() }),
      body: z.strictObject({}),
      response: comment,
      handle: async (tx, { params, sender, now }) => {
        const author = await demandActor(tx.sql, sender);
        const of = { type: type.name, recordId: params.id };
        const found = await findComment(tx.sql, of, params.comment);
        if (!found) throw problem('not_found', 'There is no such comment.');
        if (found.author !== author)
          throw problem('forbidden', 'Only who wrote it can take it back.');
        if (!(await withdrawComment(tx.sql, found.id, now)))
          throw problem('conflict', 'It was taken back already.');
        return {
          body: { ...found, text: null, mentions: [], withdrawn: now.toISOString() },
          about: {
            resource: { type: type.name, id: params.id, rev: null },
            changes: [{ path: '/comment', before: found.id, after: null }],
          },
        };
      },
    }),
  ];
};

const demandPeople = async (sql: Sql, ids: readonly string[]): Promise<KnownPerson[]> => {
  const people: KnownPerson[] = [];
  for (const [index, id] of [...new Set(ids)].entries()) {
    const person = await findKnownPerson(sql, id);
    if (person?.state === 'active') people.push(person);
    else {
      const message = 'There is no such person, or they have left.';
      throw problem('invalid', 'Correct what is named.', {
        fields: [{ path: `/mentions/${index}`, message }],
      });
    }
  }
  return people;
};

/** The mail names the record by its reference alone: who may not see it learns nothing of it. */
const tell = (
  tx: Tx,
  { id, name, email }: KnownPerson,
  { by, reference, path }: { by: string; reference: string; path: string },
): void =>
  tx.emit({
    type: personMentioned,
    key: id,
    body: { personId: id, reference, path },
    personal: { name, email, by },
  });
