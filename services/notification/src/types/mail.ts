/** What a mail is made of: facts that are kept sealed until it is sent. */
export type Facts = {
  readonly name: string;
  readonly email: string;
  readonly oneTimePassword?: string | undefined;
  readonly token?: string | undefined;
  /** Of a mention: by whom, of which record, and the way to it below the tenant's origin. */
  readonly by?: string | undefined;
  readonly reference?: string | undefined;
  readonly path?: string | undefined;
};

export type Kind = 'welcome' | 'reset' | 'reset-link' | 'mention';
export type Text = { readonly subject: string; readonly text: string };

export type Mail = {
  /** Made from the intent's id: the same mail sent twice is recognised as one by those who receive it. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
};

/** Hands a mail to whoever delivers it. Rejecting means that it may be tried again. */
export type Driver = { send(mail: Mail): Promise<void> };
