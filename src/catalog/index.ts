export { type Coupon, giveBackCoupon, spendCoupon } from './coupons/spend-coupon.ts';
export { type Offer, offersByNo } from './offers.ts';
export { quote } from './quote.ts';
export {
  type CategoryRow,
  DELIVERIES,
  type Delivery,
  isByCard,
  type ProductRow,
  type VariantRow,
} from './tables.ts';
