import { Link } from '@tanstack/react-router';
import { buttonLook } from '../ui/button.tsx';
import { Page } from './page.tsx';

type NotFoundProps = { title?: string; detail?: string };

export const NotFound = ({
  title = 'There is no such page',
  detail = 'The address may be mistyped, or the page may have moved.',
}: NotFoundProps) => (
  <Page eyebrow="404" title={title}>
    <p className="mb-4 max-w-[68ch] text-ink-2">{detail}</p>
    <div>
      <Link to="/" className={buttonLook('primary')}>
        Go to the overview
      </Link>
    </div>
  </Page>
);
