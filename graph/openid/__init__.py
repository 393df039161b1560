"""Signing in with the account of an OpenID provider: the code flow with PKCE, state and nonce, by Authlib."""
