import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { onSessionEnd } from './api/client.ts';
import { Problem } from './api/problem.ts';
import { router } from './router.tsx';
import { endSession } from './session/ended.ts';
import { Gate } from './session/gate.tsx';

// A refusal is an answer: only a server in trouble is asked again.
const worthRetrying = (count: number, error: unknown): boolean =>
  count < 2 && error instanceof Problem && (error.facts.status === 0 || error.facts.status >= 500);

const client = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 10_000 } },
});

onSessionEnd(() => endSession(client));

export const App = () => (
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={client}>
      <Gate>
        <RouterProvider router={router} />
      </Gate>
    </QueryClientProvider>
  </CSPProvider>
);
