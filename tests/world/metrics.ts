import { request } from 'node:http';

/** What stands at a socket's `/metrics`: each sample's value by its name and labels. */
export const metricsAt = (socketPath: string): Promise<ReadonlyMap<string, number>> =>
  new Promise((done, fail) => {
    request({ socketPath, path: '/metrics' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      answer.on('end', () => {
        if (answer.statusCode !== 200) return fail(new Error(`it answers ${answer.statusCode}`));
        const samples = text.split('\n').filter((line) => line && !line.startsWith('#'));
        done(
          new Map(
            samples.map((line) => {
              const at = line.lastIndexOf(' ');
              return [line.slice(0, at), Number(line.slice(at + 1))];
            }),
          ),
        );
      });
    })
      .once('error', fail)
      .end();
  });
