import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from './page.tsx';

/** What is left when a page breaks: what happened and the way on. */
export const Failure = ({ error, reset }: ErrorComponentProps) => (
  <Page title="This page could not be shown">
    <div className="flex max-w-140 flex-col items-start gap-4">
      <ProblemNotice error={error} />
      <Button look="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  </Page>
);
