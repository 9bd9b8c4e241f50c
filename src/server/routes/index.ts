import type { Route } from '../http.ts';
import type { Shelf } from '../shelf.ts';
import { campaignRoutes } from './campaign.ts';
import { caseRoutes } from './cases.ts';
import { eventRoutes } from './events.ts';
import { fileRoutes } from './files.ts';
import { findingRoutes } from './findings.ts';

/** Every address of the API; docs/api.md lists them. */
export const routesOf = (shelf: Shelf): Route[] =>
  [caseRoutes, eventRoutes, findingRoutes, fileRoutes, campaignRoutes].flatMap((routes) => routes(shelf));
