import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Failure } from './shell/failure.tsx';
import { NotFound } from './shell/not-found.tsx';
import { onlyText, parseSearch, stringifySearch } from './shell/search.ts';

const root = createRootRoute({
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  validateSearch: onlyText,
});
const under = { getParentRoute: () => root };

const home = createRoute({
  ...under,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});
const register = createRoute({
  ...under,
  path: 'registers/$plural',
  component: lazyRouteComponent(() => import('./records/register-page.tsx'), 'RegisterPage'),
});
const registerIndex = createRoute({ getParentRoute: () => register, path: '/' });
const newRecord = createRoute({
  getParentRoute: () => register,
  path: 'new',
  component: lazyRouteComponent(() => import('./records/new-panel.tsx'), 'NewPanel'),
});
const record = createRoute({
  getParentRoute: () => register,
  path: '$id',
  component: lazyRouteComponent(() => import('./records/record-panel.tsx'), 'RecordPanel'),
});
const heatmap = createRoute({
  ...under,
  path: 'registers/$plural/heatmap',
  component: lazyRouteComponent(() => import('./heatmap/heatmap-page.tsx'), 'HeatmapPage'),
});
const importing = createRoute({
  ...under,
  path: 'registers/$plural/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
});
const guidance = createRoute({
  ...under,
  path: 'guidance',
  component: lazyRouteComponent(() => import('./guidance/guidance-page.tsx'), 'GuidancePage'),
});
const trail = createRoute({
  ...under,
  path: 'trail',
  component: lazyRouteComponent(() => import('./trail/trail-page.tsx'), 'TrailPage'),
});
const people = createRoute({
  ...under,
  path: 'people',
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
});
const peopleIndex = createRoute({ getParentRoute: () => people, path: '/' });
const newPerson = createRoute({
  getParentRoute: () => people,
  path: 'new',
  component: lazyRouteComponent(() => import('./people/new-person.tsx'), 'NewPerson'),
});
const person = createRoute({
  getParentRoute: () => people,
  path: '$id',
  component: lazyRouteComponent(() => import('./people/person-panel.tsx'), 'PersonPanel'),
});
const account = createRoute({
  ...under,
  path: 'account',
  component: lazyRouteComponent(() => import('./session/account-page.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    register.addChildren([registerIndex, newRecord, record]),
    heatmap,
    importing,
    guidance,
    trail,
    people.addChildren([peopleIndex, newPerson, person]),
    account,
  ]),
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: () => <NotFound />,
  defaultErrorComponent: Failure,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
