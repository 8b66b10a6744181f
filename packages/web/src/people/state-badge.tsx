import { Badge } from '../ui/badge.tsx';

export const StateBadge = ({ state }: { state: string }) =>
  state === 'active' ? <Badge tone="ok">Active</Badge> : <Badge>Deactivated</Badge>;
