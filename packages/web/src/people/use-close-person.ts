import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export const useClosePerson = () => {
  const navigate = useNavigate();
  return useCallback(() => void navigate({ to: '/people', search: (now) => now }), [navigate]);
};
