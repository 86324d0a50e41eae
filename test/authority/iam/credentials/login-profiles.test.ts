import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  parsePasswordPolicy,
  passwordFault,
} from "../../../../src/authority/iam/credentials/password-rules.ts";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { findLoginProfile } from "../../../../src/authority/store/credentials/login-profiles.ts";
import { verifyPassword } from "../../../../src/crypto/index.ts";
import { openAuthority, performer, refuses, roleCaller, testStart } from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);

describe("login profiles", () => {
  test("CreateLoginProfile keeps a hash, not the password, and refuses a second profile", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const input = { UserName: "admin", Password: "Passw0rd-1", PasswordResetRequired: true };
    const { LoginProfile } = await perform("CreateLoginProfile", input, call);
    const expected = { UserName: "admin", CreateDate: testStart, PasswordResetRequired: true };
    assert.deepEqual(LoginProfile, expected);
    const row = await findLoginProfile(authority.services.store.read, authority.admin.userId);
    assert.equal(JSON.stringify(row).includes("Passw0rd-1"), false);
    assert.equal(await verifyPassword("Passw0rd-1", row?.password_hash ?? ""), true);
    const again = perform("CreateLoginProfile", input, call);
    await refuses(again, "EntityAlreadyExists", "Login Profile for user admin already exists.");
    assert.deepEqual((await perform("GetLoginProfile", {}, call)).LoginProfile, expected);
  });

  test("GetLoginProfile, UpdateLoginProfile and DeleteLoginProfile refuse a user without password", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const sentence = "Login Profile for User admin cannot be found.";
    const UserName = "admin";
    await refuses(perform("GetLoginProfile", { UserName }, call), "NoSuchEntity", sentence);
    await refuses(
      perform("UpdateLoginProfile", { UserName, Password: "Passw0rd-2" }, call),
      "NoSuchEntity",
      sentence,
    );
    await refuses(perform("DeleteLoginProfile", { UserName }, call), "NoSuchEntity", sentence);
  });

  test("CreateLoginProfile refuses a missing password, and one that AWS's default policy refuses", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const create = (Password?: string) =>
      perform("CreateLoginProfile", { UserName: "admin", Password }, call);
    await refuses(create(), "ValidationError", /Value null at 'password'/);
    await refuses(create("Sh0rt-1"), "PasswordPolicyViolation", /minimum length of 8/);
    await refuses(create("onlylowercase1"), "PasswordPolicyViolation", /three of/);
  });

  test("UpdateLoginProfile changes password and reset flag apart from each other", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "admin";
    await perform("CreateLoginProfile", { UserName, Password: "Passw0rd-1" }, call);
    await perform("UpdateLoginProfile", { UserName, PasswordResetRequired: true }, call);
    assert.equal((await perform("GetLoginProfile", {}, call)).LoginProfile.PasswordResetRequired, true);
    await perform("UpdateLoginProfile", { UserName, Password: "Passw0rd-2" }, call);
    const row = await findLoginProfile(authority.services.store.read, authority.admin.userId);
    assert.equal(await verifyPassword("Passw0rd-2", row?.password_hash ?? ""), true);
    assert.equal(row?.reset_required, 1);
  });

  test("UpdateLoginProfile by two at once lets one of them win", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "admin";
    await perform("CreateLoginProfile", { UserName, Password: "Passw0rd-1" }, call);
    const both = await Promise.allSettled([
      perform("UpdateLoginProfile", { UserName, Password: "Passw0rd-2" }, call),
      perform("UpdateLoginProfile", { UserName, Password: "Passw0rd-3" }, call),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const [refused] = both.filter((one) => one.status === "rejected");
    assert.equal(refused?.reason.code, "EntityTemporarilyUnmodifiable");
  });
});

describe("ChangePassword", () => {
  const change = { OldPassword: "Passw0rd-1", NewPassword: "Passw0rd-2" };

  test("ChangePassword wants the old password, sets the new one and ends a demanded reset", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const input = { UserName: "admin", Password: "Passw0rd-1", PasswordResetRequired: true };
    await perform("CreateLoginProfile", input, call);
    const wrong = perform("ChangePassword", { ...change, OldPassword: "Passw0rd-0" }, call);
    await refuses(wrong, "AccessDenied", "The old password was incorrect.");
    await perform("ChangePassword", change, call);
    await refuses(perform("ChangePassword", change, call), "AccessDenied");
    assert.equal((await perform("GetLoginProfile", {}, call)).LoginProfile.PasswordResetRequired, false);
  });

  test("ChangePassword is for IAM users only", async () => {
    const authority = closing(await openAuthority());
    for (const caller of [authority.root, roleCaller()])
      await refuses(perform("ChangePassword", change, authority.makeCall({ caller })), "InvalidUserType");
  });

  test("ChangePassword without permission works when the account lets users do it, unless denied or bounded", async () => {
    const authority = closing(await openAuthority());
    await perform("CreateLoginProfile", { UserName: "admin", Password: "Passw0rd-1" }, authority.makeCall());
    const silent = authority.makeCall({ judge: () => "implicitDeny" });
    const denied = authority.makeCall({ judge: () => "explicitDeny" });
    await refuses(perform("ChangePassword", change, silent), "AccessDenied", /not authorized/);
    await perform("UpdateAccountPasswordPolicy", { AllowUsersToChangePassword: true }, authority.makeCall());
    await refuses(perform("ChangePassword", change, denied), "AccessDenied", /not authorized/);
    await perform("ChangePassword", change, silent);
    assert.equal((await perform("GetAccountPasswordPolicy", {}, silent)).PasswordPolicy.HardExpiry, false);
    const PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await perform(
      "PutUserPermissionsBoundary",
      { UserName: "admin", PermissionsBoundary },
      authority.makeCall(),
    );
    await refuses(perform("ChangePassword", change, silent), "AccessDenied", /not authorized/);
  });

  test("ChangePassword and UpdateLoginProfile refuse as many latest passwords as the policy says", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "admin";
    await perform("UpdateAccountPasswordPolicy", { PasswordReusePrevention: 2 }, call);
    await perform("CreateLoginProfile", { UserName, Password: "Passw0rd-1" }, call);
    const same = { OldPassword: "Passw0rd-1", NewPassword: "Passw0rd-1" };
    await refuses(perform("ChangePassword", same, call), "PasswordPolicyViolation", /reuse prevention/);
    await perform("UpdateLoginProfile", { UserName, Password: "Passw0rd-2" }, call);
    const back = { UserName, Password: "Passw0rd-1" };
    await refuses(perform("UpdateLoginProfile", back, call), "PasswordPolicyViolation", /reuse prevention/);
    await perform("UpdateAccountPasswordPolicy", { PasswordReusePrevention: 1 }, call);
    await perform("UpdateLoginProfile", back, call);
  });
});

describe("password policy", () => {
  test("GetAccountPasswordPolicy refuses until one is set, answers it whole, and again after deletion", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const sentence = "The Password Policy with domain name 123456789012 cannot be found.";
    await refuses(perform("GetAccountPasswordPolicy", {}, call), "NoSuchEntity", sentence);
    const input = { MinimumPasswordLength: 14, RequireSymbols: true, MaxPasswordAge: 90 };
    await perform("UpdateAccountPasswordPolicy", input, call);
    assert.deepEqual((await perform("GetAccountPasswordPolicy", {}, call)).PasswordPolicy, {
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: true,
      MaxPasswordAge: 90,
      PasswordReusePrevention: undefined,
      HardExpiry: false,
    });
    await perform("UpdateAccountPasswordPolicy", {}, call);
    const { PasswordPolicy } = await perform("GetAccountPasswordPolicy", {}, call);
    assert.equal(PasswordPolicy.MinimumPasswordLength, 6);
    assert.equal(PasswordPolicy.ExpirePasswords, false);
    await perform("DeleteAccountPasswordPolicy", {}, call);
    await refuses(perform("DeleteAccountPasswordPolicy", {}, call), "NoSuchEntity", sentence);
  });

  test("passwordFault() names the first rule that is broken, and never the password", () => {
    const policy = parsePasswordPolicy({
      MinimumPasswordLength: 8,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      RequireNumbers: true,
      RequireSymbols: true,
    });
    const cases: readonly (readonly [string, RegExp | undefined])[] = [
      ["Ab1!", /minimum length of 8/],
      ["abcdefg1!", /uppercase/],
      ["ABCDEFG1!", /lowercase/],
      ["Abcdefgh!", /number/],
      ["Abcdefgh1", /symbol/],
      ["Abcdefg1'", undefined],
    ];
    for (const [password, expected] of cases) {
      const fault = passwordFault(password, policy);
      if (expected === undefined) assert.equal(fault, undefined);
      else assert.match(fault ?? "", expected);
      assert.equal(fault?.includes(password) ?? false, false);
    }
  });
});
