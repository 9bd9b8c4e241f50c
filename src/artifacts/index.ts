export { devicePath, type Mount, products, type Recognition, recogniseHost } from './products/index.ts';
