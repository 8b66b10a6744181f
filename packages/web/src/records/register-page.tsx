import { Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { NotFound } from '../shell/not-found.tsx';
import { useTypes } from '../shell/use-me.ts';
import { cx } from '../ui/classes.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { RegisterList } from './register-list.tsx';

/** A register: its list, and beside it whatever the address opens. */
export const RegisterPage = () => {
  const { plural, id } = useParams({ strict: false });
  const { pathname } = useLocation();
  const { types, error, isPending } = useTypes();
  const before = useRef(id);
  useEffect(() => {
    // Whoever closes a panel goes on from the row it came from.
    if (before.current && !id)
      document.querySelector<HTMLElement>(`[data-row="${CSS.escape(before.current)}"]`)?.focus();
    before.current = id;
  }, [id]);
  const type = types.find((t) => t.plural === plural);
  if (error) return <ProblemNotice error={error} />;
  if (!type && isPending) return <Loading />;
  if (!type)
    return (
      <NotFound
        title="There is no such register"
        detail="It does not exist here, or your profiles do not include it."
      />
    );
  const open = id !== undefined || pathname.endsWith('/new');
  return (
    <div className="flex h-full min-w-0 flex-1">
      <div className={cx('min-w-0 flex-1 overflow-y-auto', open ? 'hidden wide:flex' : 'flex')}>
        <RegisterList key={type.name} type={type} open={open} />
      </div>
      <Outlet />
    </div>
  );
};
