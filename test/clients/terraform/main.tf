# Every kind of IAM resource that people keep in Terraform, made, changed in place and destroyed by terraform.test.ts.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

# Endpoint, region and keys come from the environment, as they would for AWS.
provider "aws" {
  s3_use_path_style = true
}

variable "revision" {
  description = "Changing it changes every resource that can be changed in place."
  type        = string
}

# Its certificate, unless the thumbprint is given, would be fetched from the issuer.
variable "thumbprint" {
  type    = string
  default = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
}

data "aws_caller_identity" "current" {}

resource "aws_iam_account_alias" "this" {
  account_alias = "tegata-test-${var.revision}"
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = var.revision == "one" ? 12 : 16
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = var.revision == "two"
  allow_users_to_change_password = true
  max_password_age               = 90
}

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://ci.example.com"
  client_id_list  = var.revision == "one" ? ["sts.amazonaws.com"] : ["sts.amazonaws.com", "deploy"]
  thumbprint_list = [var.thumbprint]
  tags            = { revision = var.revision }
}

resource "aws_iam_virtual_mfa_device" "phone" {
  virtual_mfa_device_name = "phone"
  tags                    = { revision = var.revision }
}
