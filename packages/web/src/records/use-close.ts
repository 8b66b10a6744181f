import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Back to the list, as it was. */
export const useClose = (plural: string) => {
  const navigate = useNavigate();
  return useCallback(
    () => void navigate({ to: '/registers/$plural', params: { plural }, search: (now) => now }),
    [navigate, plural],
  );
};
