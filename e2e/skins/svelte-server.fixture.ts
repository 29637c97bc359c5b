import { render as renderComponent } from 'svelte/server';
import Shop from './svelte-shop.svelte';

export const render = async (): Promise<string> => renderComponent(Shop, { props: {} }).body;
