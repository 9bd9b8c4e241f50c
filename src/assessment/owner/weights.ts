import type { OwnerGround, OwnerTrace } from '../../model/index.ts';

const kinds: Record<OwnerTrace['kind'], [weight: number, basis: string]> = {
  certificate: [5, 'A certificate authority asked whoever holds the name before it signed.'],
  configuration: [4, 'Whoever administers the device entered it.'],
  'host-name': [3, 'The device gives itself this name in its records.'],
  'sign-in-url': [2, 'Users reach the device by it.'],
  banner: [2, 'The device shows it to its users, and a text names others too.'],
  'login-domain': [2, 'Its users come from there, and so may guests and suppliers.'],
  address: [1, 'It is the holder of a network, who often only provides it.'],
};
const SELF_SIGNED: [weight: number, basis: string] = [3, 'Anybody can sign a certificate of their own.'];

/** How telling a trace is. What is no longer there, or only in a system beside the running one, counts half. */
export function groundOf(trace: OwnerTrace): OwnerGround {
  const { kind, says, selfSigned, present, locators } = trace;
  const [weight, basis] = selfSigned ? SELF_SIGNED : kinds[kind];
  return {
    kind,
    says,
    weight: present ? weight : weight / 2,
    basis: present ? basis : `${basis} It is of an earlier time or another system of the device, so it counts half.`,
    locators,
  };
}
