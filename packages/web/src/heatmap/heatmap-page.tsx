export const HeatmapPage = () => null;
