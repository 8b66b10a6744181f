import { Download } from 'lucide-react';
import { Button } from './button.tsx';
import { Menu } from './menu.tsx';

type ExportMenuProps = { links: readonly { readonly label: string; readonly href: string }[] };

/** Downloads; the service writes each of them into the audit trail. */
export const ExportMenu = ({ links }: ExportMenuProps) => (
  <Menu
    entries={links.map((link) => ({ kind: 'download', ...link }))}
    trigger={
      <Button>
        <Download aria-hidden className="size-4" />
        Export
      </Button>
    }
  />
);
