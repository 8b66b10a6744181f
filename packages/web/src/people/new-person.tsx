export const NewPerson = () => null;
