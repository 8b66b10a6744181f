import { type Sql, sqlTime } from '@bulwark/db';

export type Video = {
  readonly id: string;
  readonly title: string;
  readonly library: number;
  readonly videoId: string;
  /** Of the pull zone that serves its segments. */
  readonly host: string;
  /** Profiles whose holders may watch it. */
  readonly audience: readonly string[];
};

const COLUMNS = {
  id: 'id',
  title: 'title',
  library: 'library',
  videoId: 'video_id',
  host: 'host',
  audience: 'audience',
};

export const listVideos = async (sql: Sql): Promise<Video[]> =>
  (await sql('video').orderBy(['title', 'id']).select(COLUMNS)).map(videoFrom);

export const findVideo = async (sql: Sql, id: string): Promise<Video | null> => {
  const row = await sql('video').where({ id }).first(COLUMNS);
  return row ? videoFrom(row) : null;
};

export const insertVideo = async (sql: Sql, { videoId, audience, ...video }: Video, now: Date) => {
  await sql('video').insert({
    ...video,
    video_id: videoId,
    audience: JSON.stringify(audience),
    created: sqlTime(now),
  });
};

type Row = Omit<Video, 'audience'> & { readonly audience: string | readonly string[] };

const videoFrom = ({ audience, ...row }: Row): Video => ({
  ...row,
  audience: typeof audience === 'string' ? JSON.parse(audience) : audience,
});
