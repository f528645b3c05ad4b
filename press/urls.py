"""报道."""

from django.urls import path

from press.views import adding, articles

app_name = "press"
urlpatterns = [
    path("articles/", articles.article_list, name="article-list"),
    path("articles/add/", adding.article_add, name="article-add"),
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("articles/<int:pk>/raw/", articles.article_raw, name="article-raw"),
    path("articles/<int:pk>/retries/", articles.article_retry, name="article-retry"),
]
