/** Where a path leads: to a service of the tenant's cell, to the user interface, or nowhere. */
export type Route =
  | { readonly to: 'service'; readonly service: string }
  | { readonly to: 'interface' }
  | { readonly to: 'nowhere' };

const servicePath = /^\/api\/([a-z]{2,32})\/./;

/** The path's prefix alone decides. */
export const routeOf = (path: string): Route => {
  if (path !== '/api' && !path.startsWith('/api/')) return { to: 'interface' };
  if (path === '/api/openapi.json') return { to: 'service', service: 'identity' };
  const service = servicePath.exec(path)?.[1];
  return service === undefined ? { to: 'nowhere' } : { to: 'service', service };
};
