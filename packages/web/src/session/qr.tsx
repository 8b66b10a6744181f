import { create } from 'qrcode';

/** A QR code as one SVG path: black on white in both themes, for cameras. */
export const Qr = ({ text, label }: { text: string; label: string }) => {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (bit, i) =>
    bit ? `M${(i % size) + 4} ${Math.floor(i / size) + 4}h1v1h-1z` : '',
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-card border border-line"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
};
