export { doraModuleSample as default } from './module';
