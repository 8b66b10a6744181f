/** The sign of the house: a wall with three merlons. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
    <rect width="32" height="32" rx="7" className="fill-accent" />
    <path
      className="fill-on-accent"
      d="M7 8h4.5v3H14V8h4v3h2.5V8H25v8c0 4.2-3.6 7-9 9.5C10.6 23 7 20.2 7 16z"
    />
  </svg>
);
