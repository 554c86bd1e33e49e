import './checkedPeers';

export { doraPlugin as default } from './plugin';
