/** Grey lines while something is on its way; spoken once. */
export const Loading = ({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) => (
  <div role="status" className="flex flex-col gap-3 p-5">
    <span className="sr-only">{label}</span>
    {Array.from({ length: lines }, (_, line) => (
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
        key={line}
        className="h-4 animate-pulse rounded-control bg-line"
        style={{ width: `${90 - ((line * 17) % 45)}%` }}
      />
    ))}
  </div>
);
