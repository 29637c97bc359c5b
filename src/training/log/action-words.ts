import type { ActionType } from '../../events/event.js';

/** What shops write in other languages than English, with the words of each name joined by `_`. */
export const ACTION_WORDS: Partial<Record<ActionType, string>> = {
  click:
    'ansicht angesehen ansehen aufruf produktansicht artikelansicht vue vues consultation vue_produit produit_vu ver visto vista visualizacion visualizacao visualizou visualizar visualizzazione goruntuleme goruntuledi goruntule inceleme bekeken wyswietlenie xem xem_san_pham ' +
    'просмотр просмотры просмотрел просмотр_товара клик 浏览 瀏覽 点击 點擊 查看 浏览商品 商品浏览 閲覧 クリック 商品閲覧 商品詳細 조회 클릭 상품조회 상품클릭',
  cart:
    'warenkorb in_den_warenkorb zum_warenkorb_hinzugefugt panier ajout_panier ajout_au_panier ajouter_au_panier carrito anadir_al_carrito agregar_al_carrito agregado_al_carrito carrinho adicionar_ao_carrinho adicionou_ao_carrinho carrello aggiungi_al_carrello aggiunto_al_carrello sepet sepete_ekle sepete_ekleme sepete_eklendi winkelwagen koszyk dodanie_do_koszyka gio_hang them_vao_gio them_vao_gio_hang them_gio_hang ' +
    'корзина в_корзину добавление_в_корзину добавить_в_корзину добавил_в_корзину добавлено_в_корзину 加购 加購 加入购物车 加入購物車 购物车 購物車 加购物车 カート カート追加 カートに追加 カートに入れる カート投入 장바구니 장바구니담기 장바구니추가 장바구니_담기 장바구니_추가',
  purchase:
    'kauf gekauft bestellung achat acheter achete commande compra comprar comprou comprado acquisto acquistato satin_alma satin_al satin_aldi siparis aankoop zakup mua mua_hang dat_hang ' +
    'покупка купил куплено заказ 购买 購買 支付 付款 成交 購入 注文 구매 결제 주문',
  remove:
    'aus_dem_warenkorb_entfernt retrait_panier retirer_du_panier supprimer_du_panier eliminar_del_carrito quitar_del_carrito remover_do_carrinho rimuovi_dal_carrello sepetten_cikar sepetten_cikarma xoa_khoi_gio xoa_khoi_gio_hang ' +
    'удаление_из_корзины удалить_из_корзины удалил_из_корзины 移出购物车 移除购物车 カート削除 カートから削除 장바구니삭제 장바구니_삭제',
  wishlist:
    'merkliste wunschliste favori favoris ajout_favori favorito favoritos preferiti favorilere_ekle favorilere_ekleme favoriler yeu_thich ' +
    'избранное в_избранное добавить_в_избранное добавление_в_избранное 收藏 加收藏 お気に入り お気に入り追加 찜 찜하기 관심상품',
  search:
    'suche recherche busqueda buscar busca pesquisa ricerca arama tim_kiem поиск 搜索 検索 검색',
};
