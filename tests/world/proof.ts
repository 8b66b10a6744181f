/** Whether this run is the long one: `npm run proof`. */
export const isProof = process.env.BULWARK_PROOF === '1';
