/** Folder that a gateway's web server serves. */
export const WEB_ROOT = '/webserver/htdocs/';
