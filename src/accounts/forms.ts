import { z } from 'zod';
import { reasonGiven } from '../platform/fields.ts';
import { emailIn, identifierIn, mobileIn } from './entry/identifiers.ts';
import { CLIENT_PERMISSIONS, isRole } from './permissions.ts';

const name = z.string().trim().min(1, '请填写称呼').max(40, '不超过 40 个字');
const password = z.string().max(500, '密码太长').default('');

/** A mail address or mobile number, in its stored form. */
const account = z
  .string()
  .trim()
  .max(200, '太长了')
  .transform((text, context) => {
    const found = identifierIn(text);
    if (found) return found;
    context.addIssue({ code: 'custom', message: '请填写邮箱或 11 位手机号' });
    return z.NEVER;
  });

/** Signing in refuses nothing about the account's form: any text gets the same answer. */
export const SignInForm = z.object({
  account: z.string().trim().min(1, '请填写邮箱或手机号').max(200, '太长了'),
  password: z.string().min(1, '请填写密码').max(500, '密码太长'),
});

export const SignUpForm = z.object({
  account,
  name,
  password,
  agreed: z.literal('true', '请先阅读并同意'),
});

export const ResetForm = z.object({ account });

const twice = { password, password_again: z.string().max(500).default('') };
const isSame = (form: { password: string; password_again: string }) =>
  form.password === form.password_again;
const DIFFER = { path: ['password_again'], message: '两次输入的密码不一致' };

export const NewPasswordForm = z.object(twice).refine(isSame, DIFFER);

export const ChangePasswordForm = z
  .object({ current_password: z.string().min(1, '请填写现在的密码').max(500), ...twice })
  .refine(isSame, DIFFER);

const email = z
  .string()
  .trim()
  .default('')
  .transform((text) => (text ? emailIn(text) : null))
  .refine((found) => found !== undefined, '邮箱格式不正确');
const mobile = z
  .string()
  .trim()
  .default('')
  .transform((text) => (text ? mobileIn(text) : null))
  .refine((found) => found !== undefined, '手机号格式不正确');

export const ProfileForm = z
  .object({ name, email, mobile, your_password: z.string().max(500).default('') })
  .refine((form) => form.email || form.mobile, {
    path: ['email'],
    message: '邮箱和手机号至少填写一项',
  });

/** One ticked box comes as text, several as a list. */
const ticked = <T extends string>(isKnown: (word: string) => word is T, none: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((words) => [words].flat().filter(isKnown))
    .refine((known) => known.length > 0, none);

export const RolesForm = z.object({ roles: ticked(isRole, '请至少选择一个角色') });

export const NewPersonForm = z
  .object({ name, email, mobile, roles: ticked(isRole, '请至少选择一个角色') })
  .refine((form) => form.email || form.mobile, {
    path: ['email'],
    message: '邮箱和手机号至少填写一项',
  });

const isClientPermission = (word: string): word is keyof typeof CLIENT_PERMISSIONS =>
  Object.hasOwn(CLIENT_PERMISSIONS, word);

export const NewClientForm = z.object({
  name: z.string().trim().min(1, '请给它起个名字').max(60, '不超过 60 个字'),
  owner: account,
  permissions: ticked(isClientPermission, '请至少选择一项权限'),
});

export const ReasonForm = z.object({
  reason: reasonGiven('请写明为什么要看'),
});
