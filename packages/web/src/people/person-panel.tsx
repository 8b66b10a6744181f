export const PersonPanel = () => null;
