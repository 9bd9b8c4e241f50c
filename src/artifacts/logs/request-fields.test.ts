import { expect, test } from 'vitest';
import { Clock } from './clock.ts';
import { pulseLine } from './pulse-line.ts';
import { addRequestFields } from './request-fields.ts';
import { welfLine } from './welf-line.ts';

const clock = new Clock({});

test('a request before login has its address as uri, whatever form the line has', () => {
  const welf =
    'id=firewall time="2021-04-17 03:10:00" pri=6 fw=192.0.2.10 vpn=node1 ivs=Default Network user=System realm="" roles="" proto= src=198.51.100.7 dst= dstname= type=vpn op= arg="" result= sent= rcvd= agent="" duration= msg="AUT31556: Unauthenticated request url /dana/js?prot=1&svc=4 came from IP 198.51.100.7."';
  expect(welfLine(welf, clock)?.event.fields).toMatchObject({
    code: 'AUT31556',
    uri: '/dana/js?prot=1&svc=4',
    source_ip: '198.51.100.7',
  });
  const text =
    '2021-04-17 03:10:00 - node1 - [198.51.100.7] Default Network::System()[] - Unauthenticated request url /dana/js?prot=1 came from IP 198.51.100.7.';
  expect(pulseLine(text, clock)?.event.fields).toMatchObject({ code: 'AUT31556', uri: '/dana/js?prot=1' });
});

test('a client that writes the end of the sentence into its request does not move it', () => {
  const fields: Record<string, string> = {};
  addRequestFields(fields, 'Unauthenticated request url /x came from IP 192.0.2.99. came from IP 198.51.100.7.');
  expect(fields).toEqual({
    code: 'AUT31556',
    uri: '/x came from IP 192.0.2.99.',
    source_ip: '198.51.100.7',
  });
});

test('arguments give it for the codes that are about requests only', () => {
  const request = { code: 'AUT31556', arg1: '/dana-na/auth/url_default/welcome.cgi', arg2: '192.0.2.1' };
  addRequestFields(request, '');
  expect(request).toHaveProperty('uri', '/dana-na/auth/url_default/welcome.cgi');
  const other = { code: 'ADM20599', arg1: '/x' };
  addRequestFields(other, '');
  expect(other).not.toHaveProperty('uri');
});
