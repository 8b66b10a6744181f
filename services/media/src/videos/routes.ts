import { isDuplicate, type Sql } from '@bulwark/db';
import { problem, type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { findVideo, insertVideo, listVideos, type Video } from './repository.ts';

export type Signed = {
  readonly embed: string;
  readonly playlist: string;
  readonly expires: string;
};

export type VideoOptions = {
  readonly sql: Sql;
  readonly newId: () => string;
  readonly sign: (video: Video, now: Date) => Signed;
  /** The video id that a signed address allows right now; null when it allows none. */
  readonly check: (address: string, now: Date) => string | null;
};

const video = z.object({
  id: z.uuid(),
  title: z.string(),
  library: z.int(),
  videoId: z.uuid(),
  host: z.string(),
  audience: z.array(z.string()),
});

const MAY_MANAGE = 'registers';

export const videoRoutes = (options: VideoOptions): Route[] => [
  route({
    method: 'GET',
    path: '/videos',
    summary: 'The training videos that you may watch',
    permission: 'signed-in',
    audit: { when: 'visit', page: 'videos' },
    response: z.object({ items: z.array(video) }),
    read: async ({ sender }) => {
      const all = await listVideos(options.sql);
      return { body: { items: all.filter((one) => isEntitled(sender, one)) } };
    },
  }),
  route({
    method: 'POST',
    path: '/videos',
    summary: 'Add a video of the provider, and say which profiles may watch it',
    permission: `${MAY_MANAGE}:create`,
    audit: { when: 'change', action: 'video.create', kind: 'create' },
    body: z.strictObject({
      title: z.string().trim().min(1).max(200),
      library: z.int().min(1).max(4_294_967_295),
      videoId: z.uuid(),
      host: z.hostname().max(253),
      audience: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).max(50),
    }),
    response: video,
    handle: async (tx, { body, now }) => {
      const made = { id: options.newId(), ...body };
      try {
        await insertVideo(tx.sql, made, now);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const message = 'This video is here already.';
        throw problem('invalid', 'Correct what is named.', {
          fields: [{ path: '/videoId', message }],
        });
      }
      const subject = `video:${made.id}`;
      return {
        status: 201,
        body: made,
        about: {
          resource: { type: 'video', id: made.id, rev: 1 },
          changes: [
            { path: '/title', before: null, after: hidden(made.title, subject) },
            { path: '/videoId', before: null, after: made.videoId },
            { path: '/audience', before: null, after: made.audience },
          ],
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/videos/:id/url',
    summary: 'Addresses that play one video for a few minutes',
    permission: 'signed-in',
    audit: { when: 'view', action: 'video.watch' },
    params: z.strictObject({ id: z.uuid() }),
    body: z.strictObject({}),
    response: z.object({ embed: z.url(), playlist: z.url(), expires: z.string() }),
    read: async ({ params, sender, now }) => {
      const found = await findVideo(options.sql, params.id);
      if (!found) throw problem('not_found', 'There is no such video.');
      if (!isEntitled(sender, found)) {
        throw problem('forbidden', 'This video is for other profiles: ask your ISMS manager.');
      }
      const resource = { type: 'video', id: found.id, rev: null };
      return { body: options.sign(found, now), about: { resource } };
    },
  }),
  route({
    method: 'POST',
    path: '/videos/check',
    summary: 'Whether a signed address still plays, and which video',
    permission: `${MAY_MANAGE}:view`,
    audit: { when: 'view', action: 'video.check' },
    body: z.strictObject({ address: z.url().max(2000) }),
    response: z.object({ videoId: z.string().nullable() }),
    read: async ({ body, now }) => ({ body: { videoId: options.check(body.address, now) } }),
  }),
];

/** Who manages videos sees them all; everybody else those for one of their profiles. */
const isEntitled = ({ claims }: Sender, { audience }: Video): boolean =>
  claims.rights[MAY_MANAGE]?.includes('create') === true ||
  audience.some((profile) => claims.profiles.includes(profile));
