import './words.ts';
import { Router } from 'express';
import { announcementRoutes } from './announcements/announcement-routes.ts';
import { productApi } from './api/product-api.ts';
import { categoryRoutes } from './categories/category-routes.ts';
import { couponRoutes } from './coupons/coupon-routes.ts';
import { quoteRoutes } from './coupons/quote-routes.ts';
import { listRoutes } from './products/list-routes.ts';
import { productDeeds } from './products/product-deeds.ts';
import { productRoutes } from './products/product-routes.ts';
import { variantRoutes } from './products/variant-routes.ts';
import { pictureRoutes } from './shop/picture-routes.ts';
import { restockRoutes } from './shop/restock-routes.ts';
import { shopRoutes } from './shop/shop-routes.ts';

export { catalogChanged } from './changed.ts';
export { checkCoupon } from './coupons/check-coupon.ts';
export {
  type Coupon,
  giveBackCoupon,
  spendCoupon,
  spendCouponAgain,
} from './coupons/spend-coupon.ts';
export { seedCatalog } from './demo.ts';
export { schedules } from './jobs.ts';
export { type Offer, offersByNo } from './offers.ts';
export { type Forecast, giveForecast } from './products/forecast.ts';
export { type Grants, grantsOf } from './products/grants.ts';
export { type Question, questionsOf, readAnswers } from './products/questions.ts';
export { quote } from './quote.ts';
export { keptPages } from './shop/kept-pages.ts';
export { isSoldOut, stockShown } from './stock-words.ts';
export {
  type CategoryRow,
  DELIVERIES,
  type Delivery,
  isByCard,
  type ProductRow,
  type VariantRow,
} from './tables.ts';

export const publicRoutes = Router().use(
  shopRoutes,
  pictureRoutes,
  restockRoutes,
  quoteRoutes,
  productApi,
);

export const routes = Router().use(
  listRoutes,
  productRoutes,
  productDeeds,
  variantRoutes,
  categoryRoutes,
  couponRoutes,
  announcementRoutes,
);
