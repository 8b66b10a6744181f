export const NewPanel = () => null;
