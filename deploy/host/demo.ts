import { operatorSlug } from '@bulwark/tenancy';

/** The tenants that a development installation starts with; their people are made up. */
export const operatorTenant = {
  slug: operatorSlug,
  name: 'Bulwark',
  adminName: 'Olivia Operator',
  adminEmail: 'olivia.operator@bulwark.example',
};

export const demoTenants = [
  {
    slug: 'acme',
    name: 'Acme GmbH',
    adminName: 'Ada Adler',
    adminEmail: 'ada.adler@acme.example',
  },
  {
    slug: 'globex',
    name: 'Globex AG',
    adminName: 'Gregor Gross',
    adminEmail: 'gregor.gross@globex.example',
  },
];
