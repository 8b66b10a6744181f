import { Menu as Base } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import { Button } from './button.tsx';
import { Menu } from './menu.tsx';

type ExportMenuProps = { links: readonly { readonly label: string; readonly href: string }[] };

/** Downloads; the service writes each of them into the audit trail. */
export const ExportMenu = ({ links }: ExportMenuProps) => (
  <Menu
    trigger={
      <Button>
        <Download aria-hidden className="size-4" />
        Export
      </Button>
    }
  >
    {links.map(({ label, href }) => (
      <Base.LinkItem
        key={href}
        href={href}
        download
        closeOnClick
        className="flex min-h-8 items-center rounded-control px-2 py-1 text-13 outline-none data-highlighted:bg-hover"
      >
        {label}
      </Base.LinkItem>
    ))}
  </Menu>
);
