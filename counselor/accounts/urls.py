"""Signing in and out, and the password: django-allauth's pages."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
