"""报道."""

from django.urls import path

from press.views import adding, articles, correcting, quality, rereading

app_name = "press"
urlpatterns = [
    path("articles/", articles.article_list, name="article-list"),
    path("articles/add/", adding.article_add, name="article-add"),
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("articles/<int:pk>/raw/", articles.article_raw, name="article-raw"),
    path("articles/<int:pk>/retries/", articles.article_retry, name="article-retry"),
    path("articles/<int:pk>/corrections/", correcting.article_correct, name="article-correct"),
    path("articles/<int:pk>/readings/", rereading.article_reread, name="article-reread"),
    path("corrections/<int:pk>/withdrawals/", correcting.correction_withdraw, name="correction-withdraw"),
    path("quality/", quality.quality_page, name="quality"),
    path("quality/pieces/", quality.training_pieces, name="training-pieces"),
    path("facts/", quality.fact_list, name="fact-list"),
    path("mentions/", quality.mention_list, name="mention-list"),
    path("lexicon/", quality.lesson_list, name="lesson-list"),
    path("lexicon/<int:pk>/withdrawals/", quality.lesson_withdraw, name="lesson-withdraw"),
    path("readings/", rereading.reading_list, name="reading-list"),
    path("readings/decisions/", rereading.readings_decide, name="readings-decide"),
    path("readings/<int:pk>/", rereading.reading_detail, name="reading-detail"),
    path("readings/<int:pk>/decisions/", rereading.reading_decide, name="reading-decide"),
]
