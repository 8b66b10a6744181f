import { z } from '@bulwark/record';
import type { Route } from './route.ts';
import { fullPath } from './serve.ts';

type Json = { [name: string]: unknown };

/** The OpenAPI 3.1 document of some services, made from the very schemas that parse. */
export const openApi = (
  services: readonly { readonly name: string; readonly routes: readonly Route[] }[],
  { version }: { version: string },
): Json => {
  const paths: { [path: string]: Json } = {};
  for (const { name, routes } of services) {
    for (const route of routes) {
      const path = fullPath(name, route).replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bulwark', version },
    paths,
    components: { schemas: { Problem: PROBLEM }, securitySchemes: { session: SESSION } },
  };
};

const SESSION = { type: 'apiKey', in: 'cookie', name: '__Host-sid' };

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
};

const operationOf = (service: string, route: Route): Json => {
  const parameters = [
    ...parametersIn('path', route.params),
    ...parametersIn('query', route.query),
    ...(route.ifMatch ? [header('If-Match', 'The revision that was seen, in quotes.')] : []),
    ...(route.method === 'GET' ? [] : [header('X-CSRF-Token', 'From GET /api/identity/session.')]),
  ];
  return {
    tags: [service],
    summary: route.summary,
    operationId: `${service}${route.path}`
      .split(/[^A-Za-z0-9]+/)
      .concat(route.method.toLowerCase())
      .filter(Boolean)
      .join('_'),
    ...(route.permission === 'public' ? { security: [] } : { security: [{ session: [] }] }),
    'x-permission': route.permission,
    'x-audit': route.audit,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body && route.method !== 'GET'
      ? { requestBody: { required: true, content: jsonContent(schemaOf(route.body, 'input')) } }
      : {}),
    responses: responsesOf(route),
  };
};

const responsesOf = (route: Route): Json => ({
  ...goodResponse(route),
  default: {
    description: 'A refusal (RFC 9457).',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
});

const goodResponse = ({ response }: Route): Json => {
  if (response === 'empty') return { 204: { description: 'Done.' } };
  if (response === 'file') {
    return { 200: { description: 'A file.', content: { '*/*': { schema: { type: 'string' } } } } };
  }
  const content = jsonContent(schemaOf(response, 'output'));
  return { 200: { description: 'Done.', content }, 201: { description: 'Made.', content } };
};

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } });

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

const parametersIn = (place: 'path' | 'query', schema: z.ZodType | undefined): Json[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: { [name: string]: Json };
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};
