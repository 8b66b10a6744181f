import { services } from '@bulwark/cell';
import { fullPath, type Route } from '@bulwark/http';
import { declaredRoutes } from '@bulwark/runtime';

export type Declared = {
  readonly service: string;
  readonly route: Route;
  readonly name: string;
  /** Its path with an id that nothing has. */
  readonly url: string;
};

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Every route of every service, as declared. */
export const everyRoute = async (): Promise<Declared[]> => {
  const all = await Promise.all(
    services.map(async (service) =>
      (await declaredRoutes(service)).map((route) => {
        const path = fullPath(service.name, route);
        return {
          service: service.name,
          route,
          name: `${route.method} ${path}`,
          url: path.replace(/:\w+/g, NOBODY),
        };
      }),
    ),
  );
  return all.flat();
};
