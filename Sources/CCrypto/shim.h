#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>

// A key's parameters point to their names for as long as the key is made, which text passed from Swift does not outlive.

static inline EVP_PKEY *comptoir_public_key(const char *type, OSSL_PARAM_BLD *builder) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (parameters && maker && EVP_PKEY_fromdata_init(maker) == 1)
    EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters);
  EVP_PKEY_CTX_free(maker);
  OSSL_PARAM_free(parameters);
  EVP_PKEY_CTX *checker = key ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
  if (!checker || EVP_PKEY_public_check(checker) != 1) {
    EVP_PKEY_free(key);
    key = NULL;
  }
  EVP_PKEY_CTX_free(checker);
  return key;
}

// An RSA key of two numbers, most significant byte first; NULL when they make none.
static inline EVP_PKEY *comptoir_rsa_key(
    const unsigned char *modulus, int modulus_bytes, const unsigned char *exponent, int exponent_bytes) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  BIGNUM *n = BN_bin2bn(modulus, modulus_bytes, NULL);
  BIGNUM *e = BN_bin2bn(exponent, exponent_bytes, NULL);
  if (builder && n && e && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1)
    key = comptoir_public_key("RSA", builder);
  BN_free(n);
  BN_free(e);
  OSSL_PARAM_BLD_free(builder);
  return key;
}

// A key on the curve P-256 of an uncompressed point; NULL when it is not on the curve.
static inline EVP_PKEY *comptoir_p256_key(const unsigned char *point, size_t point_bytes) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  if (builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
      OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, point_bytes) == 1)
    key = comptoir_public_key("EC", builder);
  OSSL_PARAM_BLD_free(builder);
  return key;
}
