export { currentCode } from './code.ts';
export { isFirstLoginPending } from './first-login.ts';
export { createFirstPerson, createPeople, firstPersonId } from './first-person.ts';
