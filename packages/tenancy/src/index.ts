export {
  type Allocation,
  allocate,
  newTenantId,
  nextAllocation,
  type Register,
} from './allocation.ts';
export { aclsOf, makeBus, principalName, removeBus } from './broker.ts';
export { type CellSpec, hostsOf } from './cell.ts';
export { containerHost, inContainer, portsOf } from './containers.ts';
export { type CertificateOfDeletion, type DeletionOrder, deleteTenant } from './delete.ts';
export { readTenants, type ServiceAddress, type TenantEntry, writeTenant } from './directory.ts';
export { asOwners, closeFence, type Owners, openFence } from './fence.ts';
export { readIfThere } from './files.ts';
export { type FirstLogin, firstLoginPending } from './first-login.ts';
export {
  ensureInner,
  ensureInnerAuthority,
  type InnerWish,
  readInnerCa,
} from './inner-certificate.ts';
export {
  type Account,
  blockSize,
  type Containers,
  cellPaths,
  type Installation,
  type MailDelivery,
  originOf,
  pathsOf,
  platformAccount,
  tenantAccount,
  type UidRange,
} from './installation.ts';
export { type PublicKey, type ServiceKeys, secretsOf } from './keys.ts';
export {
  isCode,
  isRunning,
  type Lock,
  lockHolder,
  type ProcessIdentity,
  processIdentity,
  takeLock,
  withLock,
} from './lock.ts';
export { type PackParts, pack, type Scale, scale } from './packing.ts';
export type {
  Acl,
  Broker,
  Connection,
  CreateFirstPerson,
  Database,
  DatabaseServer,
  IsFirstLoginPending,
  Migrate,
  Owner,
  Parts,
  Place,
  Query,
} from './parts.ts';
export { addressesOf, allAddresses, type CellProcess, processesOf } from './processes.ts';
export { findTenant, type Order, provision, provisionAny } from './provision.ts';
export { demandRecoveryKey, makeRecoveryKey } from './recovery.ts';
export { isRefusal, refusal } from './refusal.ts';
export { type Restored, restore } from './restore.ts';
export type { RestoreOrder } from './restore-order.ts';
export type { OpenedBackup, OperatorAct, PowerTaken, RestoreParts } from './restore-parts.ts';
export {
  backedUp,
  ownerName,
  readerName,
  type Schema,
  type Service,
  schemaName,
  schemas,
  services,
} from './schemas.ts';
export { operatorSlug, slugFault } from './slug.ts';
export { ensureAuthority, ensureCertificate } from './tenant-certificate.ts';
export { bringUpToDate, list, resume, type Shown, show, suspend } from './tenants.ts';
export { type BackupLine, listBackups } from './verified-backup.ts';
export { makeWitness } from './witness.ts';
