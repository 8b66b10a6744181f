import { noStore, securityHeaders } from './headers/policy.ts';
import { type FindTenant, judgeAddress } from './requests/judge.ts';
import type { Handler } from './server.ts';
import type { createVisits } from './visit.ts';

type Needs = {
  readonly visits: ReturnType<typeof createVisits>;
  readonly find: FindTenant;
  readonly ports: () => { readonly https: number; readonly http: number };
};

/** All that the port without TLS does: a known host's request is sent to the same address by https. */
export const createRedirect = ({ visits, find, ports }: Needs): Handler => {
  return (request, response) => {
    const visit = visits.begin(request, response);
    const { method = '', url: target = '', rawHeaders } = request;
    const { https, http } = ports();
    const judged = judgeAddress({ method, target, rawHeaders, serverName: null, port: http }, find);
    visit.tenant = judged.tenant;
    if ('refused' in judged) return visits.refuse(visit, judged.refused);
    const location = `https://${judged.host}${https === 443 ? '' : `:${https}`}${target}`;
    const headers = [...securityHeaders, ...noStore, 'Location', location, 'Content-Length', '0'];
    response.writeHead(308, headers);
    response.end();
  };
};
