export const RecordPanel = () => null;
